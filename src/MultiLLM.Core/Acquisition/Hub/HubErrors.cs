using System.Net;
using System.Net.Http.Headers;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>What a refusal means, and what a person can do about it.</summary>
internal static class HubErrors
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);

    /// <summary>Null: no refusal.</summary>
    /// <param name="reply">Answer.</param>
    /// <param name="file">What was asked for.</param>
    /// <param name="hasToken">A token was sent.</param>
    /// <param name="now">For dates in the answer.</param>
    public static Error? Of(HubReply reply, RemoteName file, bool hasToken, DateTimeOffset now)
    {
        var (response, status) = (reply.Response, (int)reply.Response.StatusCode);
        if (status < 400)
            return null;
        var wait = RetryAfter(response.Headers.RetryAfter, now);
        if (status == 429 || (status == 503 && wait is not null))
            return new Error(ErrorCode.HubRateLimited, $"{reply.Address.Authority} is asked too much ({status}).", RetryAfter: wait ?? DefaultWait);
        if (status is 408 or >= 500)
            return new Error(ErrorCode.HubUnreachable, $"{reply.Address.Authority} answered {status} {response.StatusCode}.");
        // Addresses that the hub sends us to are good for a while only; the next attempt asks the hub for a new one.
        return reply.IsHub
            ? OfHub(reply, file, hasToken)
            : new Error(ErrorCode.HubUnreachable, $"{reply.Address.Authority}, where the hub keeps the file, answered {status} {response.StatusCode}.");
    }

    private static Error OfHub(HubReply reply, RemoteName file, bool hasToken)
    {
        var code = reply.Response.Headers.TryGetValues("X-Error-Code", out var values) ? values.FirstOrDefault() : null;
        var hub = reply.Address.GetLeftPart(UriPartial.Authority);
        var token = hasToken ? "check that HF_TOKEN is valid and that its account has access" : "set HF_TOKEN to a token of an account that has access";
        return (code, reply.Response.StatusCode) switch
        {
            ("GatedRepo", _) => new Error(
                ErrorCode.ModelGated, $"{file.Repository} is gated: accept its licence at {hub}/{file.Repository}, and {token}."),
            ("RevisionNotFound", _) => NotFound($"{file.Repository} has no revision \"{file.Revision}\"."),
            ("EntryNotFound", _) => NotFound($"{file.Repository} has no file \"{file.Path}\" at revision \"{file.Revision}\"."),
            ("RepoNotFound", HttpStatusCode.NotFound) => NotFound($"The hub has no repository {file.Repository}."),
            ("RepoNotFound", _) => NotFound(
                $"The hub shows no repository {file.Repository}: the name is wrong, or it is private; then {token}."),
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => new Error(
                ErrorCode.ModelGated,
                $"The hub refuses {file.Repository} ({(int)reply.Response.StatusCode}): accept its licence at {hub}/{file.Repository} if it has one, and {token}."),
            (_, HttpStatusCode.NotFound or HttpStatusCode.Gone) => NotFound($"The hub has no file \"{file.Path}\" in {file.Repository} at revision \"{file.Revision}\"."),
            _ => new Error(ErrorCode.TransferFailed, $"{reply.Address.Authority} answered {(int)reply.Response.StatusCode} {reply.Response.StatusCode}."),
        };
    }

    private static Error NotFound(string message) => new(ErrorCode.SourceNotFound, message);

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>A file's name at the hub.</summary>
internal sealed record RemoteName(string Repository, string Revision, string Path)
{
    public static RemoteName Of(ModelSource source, SourceFile file) => new(source.Repository, source.Revision, file.Path);

    /// <summary>The address that leads to its content.</summary>
    public Uri At(string endpoint) => new(
        $"{endpoint}/{Repository}/resolve/{Uri.EscapeDataString(Revision)}/{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}");
}
