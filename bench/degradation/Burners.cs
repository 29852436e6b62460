using System.Diagnostics;

namespace MultiLLM.DegradationBench;

/// <summary>Other programs that compute and do nothing else.</summary>
internal sealed class Burners : IAsyncDisposable
{
    private readonly List<Process> _processes;

    private Burners(List<Process> processes) => _processes = processes;

    public static Burners Start(int count) => new([.. Enumerable.Range(0, count).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])!)]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
