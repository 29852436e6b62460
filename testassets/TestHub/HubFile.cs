using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MultiLLM.TestHub;

/// <summary>A file of the hub, and how badly it is served.</summary>
public sealed class HubFile
{
    private byte[] _content;

    internal HubFile(byte[] content)
    {
        _content = content;
        Replace(content);
    }

    /// <summary>What the storage server sends; the hub's size and digest stay those of the last <see cref="Replace"/>.</summary>
    public byte[] Content
    {
        get => _content;
        set => _content = value;
    }

    /// <summary>X-Linked-Etag; null: the hub gives none.</summary>
    public string? LinkedEtag { get; set; }

    /// <summary>X-Linked-Size; null: the hub gives none.</summary>
    public long? LinkedSize { get; set; }

    /// <summary>Lower-case hexadecimal digits of the right content.</summary>
    public string Sha256 { get; private set; } = "";
    public string Commit { get; private set; } = "";

    /// <summary>Needs this token; null: open to everybody.</summary>
    public string? Token { get; set; }

    /// <summary>Where the hub sends for the content instead of the storage server's own address.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>The hub serves it itself.</summary>
    public bool Direct { get; set; }
    public bool HeadNotAllowed { get; set; }
    public bool IgnoresRanges { get; set; }

    /// <summary>Goes on after the end of the file, without saying how long it is.</summary>
    public bool Endless { get; set; }

    /// <summary>Of each connection; null: as fast as it goes.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>Each request for content takes one; without any it goes well.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = [];

    /// <summary>Each request to the hub takes one.</summary>
    public ConcurrentQueue<Refusal> Refusals { get; } = [];

    /// <summary>A new version: other content, commit and digest.</summary>
    public void Replace(byte[] content)
    {
        _content = content;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        Commit = Sha256[..40];
        (LinkedEtag, LinkedSize) = ($"\"{Sha256}\"", content.Length);
    }
}

public enum FaultKind
{
    /// <summary>The connection breaks.</summary>
    Cut,

    /// <summary>Nothing more comes, and the connection stays open.</summary>
    Stall,

    /// <summary>Fewer bytes than were asked for, in good order.</summary>
    ShortPart,
}

/// <param name="Kind">What happens.</param>
/// <param name="AfterBytes">How much is sent before.</param>
public sealed record Fault(FaultKind Kind, int AfterBytes);

/// <param name="Status">HTTP status.</param>
/// <param name="RetryAfter">Header Retry-After.</param>
/// <param name="AtStorage">The storage server refuses instead of the hub.</param>
public sealed record Refusal(int Status, string? RetryAfter = null, bool AtStorage = false);

/// <param name="AtStorage">The storage server was asked, not the hub.</param>
/// <param name="Method">GET or HEAD.</param>
/// <param name="Path">With query.</param>
/// <param name="Range">Header Range.</param>
/// <param name="Authorization">Header Authorization.</param>
public sealed record HubRequest(bool AtStorage, string Method, string Path, string? Range, string? Authorization);
