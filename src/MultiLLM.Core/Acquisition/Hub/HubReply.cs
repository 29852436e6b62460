namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>The last answer of a chain of redirects, and what the hub itself said on the way.</summary>
internal sealed class HubReply(HttpResponseMessage response, Uri address, bool isHub, HubFacts facts) : IDisposable
{
    public HttpResponseMessage Response => response;

    /// <summary>Where this answer came from.</summary>
    public Uri Address => address;

    /// <summary>The hub itself answered, not the server it sent us to.</summary>
    public bool IsHub => isHub;
    public HubFacts Facts => facts;

    public void Dispose() => response.Dispose();
}

/// <summary>Headers of the hub about the file behind a redirect; null: not given.</summary>
internal sealed record HubFacts(string? LinkedEtag = null, long? LinkedSize = null, string? Commit = null)
{
    /// <summary>Adds what a further answer of the hub says.</summary>
    public HubFacts With(HttpResponseMessage answer) => new(
        LinkedEtag ?? Header(answer, "X-Linked-Etag"),
        LinkedSize ?? (long.TryParse(Header(answer, "X-Linked-Size"), out var size) && size >= 0 ? size : null),
        Commit ?? Header(answer, "X-Repo-Commit"));

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
