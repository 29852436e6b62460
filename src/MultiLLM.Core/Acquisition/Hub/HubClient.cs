using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>The hub's resolve protocol: what a file is, and its bytes.</summary>
internal sealed class HubClient(HubConnection connection, HubCredentials credentials, IOptions<PullOptions> options, TimeProvider time)
{
    private readonly string _endpoint = options.Value.Endpoint;

    /// <summary>Asks the hub, not the server it keeps the content on, unless the hub does not tell the size.</summary>
    public async Task<Result<RemoteFile>> DescribeAsync(RemoteName name, CancellationToken cancellationToken)
    {
        var address = name.At(_endpoint);
        var head = await SendAsync(HttpMethod.Head, address, name, range: null, leaveHub: false, cancellationToken);
        if (!head.IsSuccess)
            return head.Error;
        using (head.Value)
        {
            if (SizeOf(head.Value) is { } size)
                return Describe(name, head.Value, size);
        }
        var probe = await SendAsync(HttpMethod.Get, address, name, new RangeHeaderValue(0, 0), leaveHub: true, cancellationToken);
        if (!probe.IsSuccess)
            return probe.Error;
        using (probe.Value)
        {
            return SizeOf(probe.Value) is { } size
                ? Describe(name, probe.Value, size)
                : new Error(ErrorCode.TransferFailed, $"{probe.Value.Address.Authority} does not say how long {name.Path} is.");
        }
    }

    /// <summary>Bytes of a file. The answer may hold fewer than asked for, or all of them where the server ignores ranges.</summary>
    /// <param name="file">Which.</param>
    /// <param name="location">Where an earlier answer came from; null: ask the hub.</param>
    /// <param name="range">Which bytes.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    public async Task<Result<RemoteContent>> OpenAsync(RemoteFile file, Uri? location, ByteRange range, CancellationToken cancellationToken)
    {
        var sent = await SendAsync(
            HttpMethod.Get, location ?? file.Address, file.Name, new RangeHeaderValue(range.Start, range.End - 1), leaveHub: true, cancellationToken);
        if (!sent.IsSuccess)
            return sent.Error;
        var content = RemoteContent.Of(sent.Value, file.SizeBytes, range);
        if (!content.IsSuccess)
            sent.Value.Dispose();
        return content;
    }

    private RemoteFile Describe(RemoteName name, HubReply reply, long size)
    {
        var commit = reply.Facts.Commit is { Length: 40 } hash && hash.All(char.IsAsciiHexDigit) ? hash.ToLowerInvariant() : null;
        var linked = Unquoted(reply.Facts.LinkedEtag);
        return new RemoteFile
        {
            // Of one commit the content cannot change between two requests.
            Address = (commit is null ? name : name with { Revision = commit }).At(_endpoint),
            Name = name,
            SizeBytes = size,
            Etag = linked ?? (reply.IsHub ? Unquoted(reply.Response.Headers.ETag?.Tag) : null),
            Sha256 = linked is { Length: 64 } && linked.All(char.IsAsciiHexDigit) ? linked.ToLowerInvariant() : null,
            Commit = commit,
        };
    }

    private static string? Unquoted(string? etag) =>
        etag is null ? null : (etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag).Trim('"') is { Length: > 0 and <= 256 } bare ? bare : null;

    private static long? SizeOf(HubReply reply) =>
        reply.Facts.LinkedSize ?? reply.Response.StatusCode switch
        {
            HttpStatusCode.OK => reply.Response.Content.Headers.ContentLength,
            HttpStatusCode.PartialContent => reply.Response.Content.Headers.ContentRange?.Length,
            _ => null,
        };

    private async Task<Result<HubReply>> SendAsync(
        HttpMethod method, Uri address, RemoteName name, RangeHeaderValue? range, bool leaveHub, CancellationToken cancellationToken)
    {
        var sent = await connection.SendAsync(method, address, range, leaveHub, cancellationToken);
        if (!sent.IsSuccess)
            return sent;
        // Some mirrors answer GET only.
        if (method == HttpMethod.Head && sent.Value.Response.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
            return sent;
        if (HubErrors.Of(sent.Value, name, credentials.Token is not null, time.GetUtcNow()) is not { } refusal)
            return sent;
        sent.Value.Dispose();
        return refusal;
    }
}
