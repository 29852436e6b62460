namespace MultiLLM.Core.Backends.Managed;

/// <summary>After a request ran into its time limit: a server that does not even answer its health path hangs, and is killed.</summary>
internal sealed class HangCheck(Readiness readiness, ServerProcess process, Uri health, TimeSpan limit)
{
    private int _running;

    /// <summary>Does not fail; one at a time.</summary>
    public async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
            return;
        if (!await readiness.IsAliveAsync(health, limit, CancellationToken.None))
            process.KillHung($"did not answer for {limit.TotalSeconds:0.#} s");
        Volatile.Write(ref _running, 0);
    }
}
