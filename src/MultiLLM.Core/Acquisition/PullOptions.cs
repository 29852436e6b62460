using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Core.Acquisition;

/// <summary>How models are fetched. Configuration section "MultiLLM:Pull".</summary>
public sealed class PullOptions
{
    public const string Section = "MultiLLM:Pull";
    public const string PublicHub = "https://huggingface.co";

    /// <summary>Address of the hub. Default: HF_ENDPOINT, else the public hub.</summary>
    [Required]
    public string Endpoint { get; set; } = "";

    /// <summary>Sent to <see cref="Endpoint"/> and nowhere else. Default: HF_TOKEN; for the public hub also the file its own tools keep the token in.</summary>
    public string? Token { get; set; }

    /// <summary>Models fetched at once; more wait.</summary>
    [Range(1, 16)]
    public int MaxConcurrent { get; set; } = 2;

    /// <summary>Models that may wait.</summary>
    [Range(0, 1000)]
    public int MaxQueued { get; set; } = 32;

    /// <summary>Connections to fetch one file.</summary>
    [Range(1, 16)]
    public int Connections { get; set; } = 4;

    /// <summary>What one request of such a connection asks for, bytes.</summary>
    [Range(4096, 1L << 34)]
    public long PartBytes { get; set; } = 32L << 20;

    /// <summary>A connection that brings less than <see cref="StalledBelowBytesPerSecond"/> for this long is given up and opened anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Less than this is no progress; see <see cref="StallTimeout"/>.</summary>
    [Range(0, 1L << 30)]
    public long StalledBelowBytesPerSecond { get; set; } = 1024;

    /// <summary>Attempts in a row that bring nothing before a download fails.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Before the second attempt; doubles with each further one, up to <see cref="MaxRetryDelay"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The hub may ask for a longer wait than <see cref="MaxRetryDelay"/>; beyond this one the download fails and says when to come back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often what was fetched is made safe on disk: what a power failure costs at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Left free on the disk, bytes.</summary>
    [Range(0, 1L << 40)]
    public long DiskReserveBytes { get; set; } = 256L << 20;
}
