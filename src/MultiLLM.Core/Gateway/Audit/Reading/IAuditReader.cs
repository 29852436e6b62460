namespace MultiLLM.Core.Gateway.Audit.Reading;

/// <summary>What the log holds. Trouble with its files is an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
public interface IAuditReader
{
    /// <summary>The newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only entries before the one with this sequence; null: from the last one on.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops before the end.</param>
    IReadOnlyList<AuditRecord> Newest(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>The oldest first, read as they are asked for.</summary>
    IEnumerable<AuditRecord> All(AuditFilter filter);
}
