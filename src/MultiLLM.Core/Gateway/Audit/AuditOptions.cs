using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Core.Gateway.Audit;

/// <summary>When what was appended is on the disk.</summary>
public enum AuditSync
{
    /// <summary>With each write. A power cut loses at most what waits to be gathered.</summary>
    EachWrite,

    /// <summary>With each checkpoint. A power cut may lose what came after the last one; a kill loses as little as otherwise.</summary>
    EachCheckpoint,
}

/// <summary>The audit log. Section "MultiLLM:Audit".</summary>
public sealed class AuditOptions
{
    public const string Section = "MultiLLM:Audit";

    /// <summary>Keep the log. False: nothing is written; what is there can still be read and verified.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where the files lie. Default: <c>Home/audit</c>.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Refuse everything but reading while the log cannot be written, or has lost entries and not yet noted it.</summary>
    public bool FailClosed { get; set; }

    /// <summary>Entries that may wait to be written; those beyond are counted, and the log says how many it lacks.</summary>
    [Range(16, 1_000_000)]
    public int QueueCapacity { get; set; } = 20_000;

    /// <summary>Entries that come close together are written together: what a kill loses at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan GatherTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>When entries reach the disk itself.</summary>
    [EnumDataType(typeof(AuditSync))]
    public AuditSync Sync { get; set; } = AuditSync.EachWrite;

    /// <summary>After so many entries their chain is signed.</summary>
    [Range(1, 100_000)]
    public int CheckpointEntries { get; set; } = 256;

    /// <summary>After so long entries that are not signed yet are.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A file that is as large is closed, and another one begun.</summary>
    [Range(4096, 1L << 30)]
    public long SegmentBytes { get; set; } = 16L << 20;

    /// <summary>A file that is as old is closed, and another one begun.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public TimeSpan SegmentAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Files whose entries are all older are deleted, unless a legal hold covers them.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1096);
}
