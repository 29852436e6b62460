using System.Globalization;
using MultiLLM.Cli.Commands;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Pull;

/// <summary>How a download stands, in one line.</summary>
internal static class PullLine
{
    private const int BarWidth = 20;

    public static string Of(PullStatus status) => status switch
    {
        { Problem: { } problem } => $"{status.Id}: {problem}",
        { State: "downloading", BytesTotal: > 0 and var total } => Downloading(status, total),
        { State: "queued" } => $"{status.Id} waits until other downloads are done",
        { State: "resolving" } => $"{status.Id}: asking the hub",
        { State: "verifying" } => $"{status.Id}: verifying {Output.Bytes(status.BytesDone)}",
        _ => $"{status.Id}: {status.State}",
    };

    private static string Downloading(PullStatus status, long total)
    {
        var fraction = Math.Clamp((double)status.BytesDone / total, 0, 1);
        var filled = (int)(fraction * BarWidth);
        string[] parts =
        [
            status.Id,
            new string('━', filled) + new string('─', BarWidth - filled),
            $"{Math.Floor(fraction * 100).ToString("0", CultureInfo.InvariantCulture)} %",
            $"{Output.Bytes(status.BytesDone)} of {Output.Bytes(total)}",
            status.BytesPerSecond is { } rate ? Output.Bytes((long)rate) + "/s" : "",
            status.SecondsLeft is { } seconds ? Output.Ago(TimeSpan.FromSeconds(Math.Ceiling(seconds))) + " left" : "",
        ];
        return string.Join("  ", parts.Where(part => part.Length > 0));
    }
}
