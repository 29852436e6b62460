using System.Net.Http.Headers;
using System.Text;

namespace MultiLLM.GatewayBench;

/// <summary>One of those that are compared.</summary>
internal sealed class Target(string name, Programs program, bool stream)
{
    private const string Question = "Say these few words again and nothing else";

    private readonly byte[] _body = Encoding.UTF8.GetBytes(
        $$"""{"model":"echo","max_tokens":64,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"system","content":"Echo."},{"role":"user","content":"{{Question}}"}]}""");
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });
    private readonly Uri _url = new(program.Url, "v1/chat/completions");
    private long _sent;

    public string Name => name;
    public TimeSpan ProcessorTime => program.ProcessorTime;

    /// <summary>Requests that were answered with success.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Milliseconds to the whole answer; null: it failed.</summary>
    public async Task<double?> AskAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(_body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (program.Key is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, CancellationToken.None);
            var answer = await response.Content.ReadAsByteArrayAsync();
            if (!response.IsSuccessStatusCode || answer.AsSpan().IndexOf("again"u8) < 0)
                return null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        Interlocked.Increment(ref _sent);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>JSON of the service's own API.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(program.Url, path));
        if (program.Key is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
