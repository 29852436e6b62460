using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Core.Hardware.Gpus;

/// <summary>Runs <c>nvidia-smi</c>, which takes 20 ms to seconds. No such program: no NVIDIA driver, and that is normal.</summary>
internal sealed partial class NvidiaProbe(TimeProvider time, ILogger<NvidiaProbe> log, string program = "nvidia-smi")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string? _lastProblem;

    /// <summary>Null: there is no such program, so asking again is of no use.</summary>
    public async Task<IReadOnlyList<GpuDevice>?> LookAsync(MemoryStanding shared, CancellationToken cancellationToken)
    {
        using var child = Start();
        if (child is null)
            return null;
        using var limit = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var errors = child.StandardError.ReadToEndAsync(stop.Token);
            var answer = await child.StandardOutput.ReadToEndAsync(stop.Token);
            await errors;
            await child.WaitForExitAsync(stop.Token);
            var devices = NvidiaSmi.Parse(answer, shared);
            Tell(child.ExitCode == 0 ? null : FirstLine(answer + await errors));
            return devices;
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            Tell($"it did not answer within {Patience.TotalSeconds:0} s");
            return [];
        }
    }

    private Process? Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, [NvidiaSmi.Query, NvidiaSmi.Format])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Once for each problem: the same one every few seconds would fill the log.</summary>
    private void Tell(string? problem)
    {
        if (problem is not null && problem != _lastProblem)
            LogProblem(problem);
        _lastProblem = problem;
    }

    private static string FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Trim() ?? "it failed without a word";

    [LoggerMessage(LogLevel.Warning, "nvidia-smi tells of no GPU: {Problem}")]
    private partial void LogProblem(string problem);
}
