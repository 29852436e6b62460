namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>A file as the hub describes it.</summary>
internal sealed record RemoteFile
{
    /// <summary>At the hub, of one commit where the hub names it; may redirect elsewhere.</summary>
    public required Uri Address { get; init; }

    /// <summary>As it was asked for.</summary>
    public required RemoteName Name { get; init; }
    public required long SizeBytes { get; init; }

    /// <summary>Changes when the content does; null: the hub gives none.</summary>
    public string? Etag { get; init; }

    /// <summary>64 lower-case hexadecimal digits; null: the hub does not tell.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Commit the revision stands for; null: the hub does not tell.</summary>
    public string? Commit { get; init; }
}
