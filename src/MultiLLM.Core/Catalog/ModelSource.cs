namespace MultiLLM.Core.Catalog;

/// <summary>Where a model's file is published: a repository of the hub, a revision of it, and the file, or its shards in order.</summary>
public sealed record ModelSource
{
    /// <summary>"owner/name".</summary>
    public required string Repository { get; init; }

    /// <summary>Branch, tag or commit.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>At least one; several: the shards of one model, the first one is the one that is opened.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>Of all files; null: not published for every one of them.</summary>
    public long? SizeBytes => Files.Any(file => file.SizeBytes is null) ? null : Files.Sum(file => file.SizeBytes);
}

/// <param name="Path">Inside the repository, with forward slashes.</param>
/// <param name="SizeBytes">Null: not known before it is asked for.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits; null: not published with the catalog.</param>
public sealed record SourceFile(string Path, long? SizeBytes = null, string? Sha256 = null)
{
    /// <summary>The part of the path after the last slash.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
