using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Core.Analytics;

/// <summary>What is recorded of requests, and for how long. Section "MultiLLM:Analytics".</summary>
public sealed class AnalyticsOptions
{
    public const string Section = "MultiLLM:Analytics";

    /// <summary>Record requests. False: nothing is written; what is there can still be asked.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>PostgreSQL, shared by several services; empty: a file of its own.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The SQLite file. Default: <c>Home/analytics.db</c>.</summary>
    public string Database { get; set; } = "";

    /// <summary>Records of single requests are kept for so long; the figures made of them stay.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Bytes the database may take; beyond them the oldest records of single requests go first. 0: no limit.</summary>
    [Range(0, long.MaxValue)]
    public long MaxBytes { get; set; } = 2L << 30;

    /// <summary>Figures per minute are kept for so long; for older periods the hour is the finest.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan MinuteMaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Figures per hour are kept for so long; for older periods the day is the finest.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan HourMaxAge { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Keep the beginning of what people wrote, with addresses, long numbers and keys blacked out, encrypted with a key from <c>Home/keys</c>. Only administrators can read it.</summary>
    public bool KeepPrompts { get; set; }

    /// <summary>Kept texts are deleted after so long.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan PromptMaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Records that may wait to be written; what comes beyond them is counted and lost.</summary>
    [Range(16, 1_000_000)]
    public int QueueCapacity { get; set; } = 50_000;

    /// <summary>What has waited for so long is written: what a power cut or a kill loses at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(200);
}
