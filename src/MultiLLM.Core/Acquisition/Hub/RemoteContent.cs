using System.Net;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>Bytes on their way.</summary>
internal sealed class RemoteContent : IDisposable
{
    private readonly HubReply _reply;

    private RemoteContent(HubReply reply, ByteRange range, bool isWhole) => (_reply, Range, IsWhole) = (reply, range, isWhole);

    /// <summary>Which bytes of the file these are.</summary>
    public ByteRange Range { get; }

    /// <summary>The server ignored the range that was asked for and sends the file from its beginning.</summary>
    public bool IsWhole { get; }

    /// <summary>Where they come from; asking there again saves a redirect.</summary>
    public Uri Location => _reply.Address;

    public Task<Stream> ReadAsync(CancellationToken cancellationToken) => _reply.Response.Content.ReadAsStreamAsync(cancellationToken);

    public void Dispose() => _reply.Dispose();

    /// <summary>Checks that an answer fits what was asked for. Not disposed on failure.</summary>
    public static Result<RemoteContent> Of(HubReply reply, long size, ByteRange asked)
    {
        var (response, server) = (reply.Response, reply.Address.Authority);
        var headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(encoding => encoding != "identity"))
            return Unusable($"{server} sends the file in another encoding ({string.Join(", ", headers.ContentEncoding)}).");
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (headers.ContentLength is { } whole && whole != size)
                return Unusable($"{server} sends {whole} bytes; the file has {size}.");
            return new RemoteContent(reply, new ByteRange(0, size), isWhole: true);
        }
        if (response.StatusCode != HttpStatusCode.PartialContent || headers.ContentRange is not { From: { } from, To: { } to } range)
            return Unusable($"{server} answered {(int)response.StatusCode} to a request for a part of the file.");
        if (range.Length is { } length && length != size)
            return Unusable($"{server} has a file of {length} bytes; it should have {size}.");
        if (from != asked.Start || to < from || to >= asked.End)
            return Unusable($"{server} sends bytes {from} to {to} where {asked.Start} to {asked.End - 1} were asked for.");
        return new RemoteContent(reply, new ByteRange(from, to + 1), isWhole: false);
    }

    private static Error Unusable(string message) => new(ErrorCode.TransferFailed, message);
}
