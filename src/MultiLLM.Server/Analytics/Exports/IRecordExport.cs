using MultiLLM.Core.Analytics;

namespace MultiLLM.Server.Analytics.Exports;

/// <summary>One file format of an export; made for one reply. Disposal writes the end.</summary>
internal interface IRecordExport : IAsyncDisposable
{
    /// <summary>Writes some records. The first call writes the head too, also where there is no record.</summary>
    ValueTask WriteAsync(IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken);

    /// <summary>Writes the end; without it the file is broken, and shows it.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
