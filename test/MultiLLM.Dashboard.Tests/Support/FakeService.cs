using System.Net;
using System.Text;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>Answers the client's requests with what a test has put here by path; others with 404.</summary>
internal sealed class FakeService : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpResponseMessage>> _answers = [];

    public static Uri Address { get; } = new("http://service.test");

    /// <summary>Paths, in the order in which they were asked for.</summary>
    public List<string> Asked { get; } = [];

    public void Answer(string path, string json, HttpStatusCode status = HttpStatusCode.OK) =>
        _answers[path] = () => new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    /// <summary>As if nobody listened there.</summary>
    public void Refuse(string path) => _answers[path] = () => throw new HttpRequestException("Connection refused");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        Asked.Add(path);
        return Task.FromResult(_answers.TryGetValue(path, out var answer) ? answer() : new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
