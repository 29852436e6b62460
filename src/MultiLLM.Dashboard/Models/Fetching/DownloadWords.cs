using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Models.Fetching;

/// <summary>How far a download is, in words.</summary>
internal static class DownloadWords
{
    /// <summary>0 to 1; null: not known yet.</summary>
    public static double? Share(PullStatus status) => status.BytesTotal is > 0 and var total ? Math.Clamp((double)status.BytesDone / total, 0, 1) : null;

    public static string State(PullStatus status) => status.State switch
    {
        "queued" => "waiting for its turn",
        "resolving" => "asking the hub",
        "downloading" => "downloading",
        "verifying" => "checking the file",
        "installing" => "putting it in place",
        "stopping" => "stopping",
        "stopped" => "stopped; it goes on from here",
        var other => other,
    };

    /// <summary>"1.20 GB of 4.68 GB, 38.0 MB/s, 1 min left".</summary>
    public static string Progress(PullStatus status)
    {
        var parts = new List<string> { status.BytesTotal is { } total ? $"{Units.Bytes(status.BytesDone)} of {Units.Bytes(total)}" : Units.Bytes(status.BytesDone) };
        if (status.State == "downloading" && status.BytesPerSecond is { } speed)
            parts.Add(Units.Bytes((long)speed) + "/s");
        if (status.State == "downloading" && status.SecondsLeft is { } left)
            parts.Add(Left(left) + " left");
        return string.Join(", ", parts);
    }

    /// <summary>Nobody wants parts of a second of what is guessed.</summary>
    private static string Left(double seconds) => seconds < 99.5 ? FormattableString.Invariant($"{Math.Max(1, seconds):0} s") : Units.Seconds(seconds);
}
