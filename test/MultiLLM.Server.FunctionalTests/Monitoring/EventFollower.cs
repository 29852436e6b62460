using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Monitoring;

/// <summary>One who follows the events and reads line by line.</summary>
internal sealed class EventFollower : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventFollower(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _lines = new StreamReader(body);
    }

    public HttpResponseMessage Response => _response;

    /// <summary>The id line before the last event; null: it had none.</summary>
    public string? LastIdLine { get; private set; }

    public static async Task<EventFollower> ConnectAsync(TestService service, string path = "/system/events", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
        var follower = new EventFollower(response, await response.Content.ReadAsStreamAsync());
        Assert.StartsWith(": ", await follower.LineAsync());
        Assert.Equal("", await follower.LineAsync());
        return follower;
    }

    /// <summary>Null: the stream has ended.</summary>
    public async Task<string?> LineAsync() => await _lines.ReadLineAsync().WaitAsync(Limit);

    /// <summary>The next event; comments are skipped.</summary>
    public async Task<JsonElement> EventAsync()
    {
        LastIdLine = null;
        while (await LineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastIdLine = line["id: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            Assert.Equal("", await LineAsync());
            using var document = JsonDocument.Parse(line["data: ".Length..]);
            return document.RootElement.Clone();
        }
        throw new EndOfStreamException("The stream ended where an event was expected.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
