using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MultiLLM.Client;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>A service of canned answers; what it is not told to answer is 404.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<HttpResponseMessage>> _answers = [];

    public static Uri Address { get; } = new("http://service.test/");

    /// <summary>"METHOD /path?query" in the order of arrival.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public MultiLLMClient Client() => new(new HttpClient(this) { BaseAddress = Address });

    /// <param name="call">"METHOD /path", without the query.</param>
    /// <param name="json">The body.</param>
    /// <param name="status">Of the answer.</param>
    public FakeApi On(string call, string json, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers[call] = () => new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return this;
    }

    /// <summary>As if nobody listened there.</summary>
    public FakeApi Refuse(string call)
    {
        _answers[call] = () => throw new HttpRequestException("Connection refused");
        return this;
    }

    /// <summary>A stream of server-sent events whose bytes come from <paramref name="events"/>.</summary>
    public FakeApi OnEvents(string call, Stream events) => OnEvents(call, () => events);

    /// <summary>The same, with another stream for each that asks.</summary>
    public FakeApi OnEvents(string call, Func<Stream> events)
    {
        _answers[call] = () =>
        {
            var content = new StreamContent(events());
            content.Headers.ContentType = new("text/event-stream");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        };
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        Asked.Enqueue($"{request.Method} {request.RequestUri.PathAndQuery}");
        return Task.FromResult(_answers.TryGetValue(call, out var answer)
            ? answer()
            : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"error":{"code":"not_found","message":"No."}}""", Encoding.UTF8, "application/json") });
    }
}
