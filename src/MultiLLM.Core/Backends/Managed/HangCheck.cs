namespace MultiLLM.Core.Backends.Managed;

/// <summary>After a request ran into its time limit: a server that does not even answer its health path hangs, and is killed.</summary>
internal sealed class HangCheck(Readiness readiness, ServerProcess process, Uri health, TimeSpan limit)
{
    private int _running;

    /// <summary>True: it hung and was killed. Does not fail; one look at a time.</summary>
    public async Task<bool> KillIfHungAsync()
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
            return false;
        var hangs = !await readiness.IsAliveAsync(health, limit);
        if (hangs)
            process.KillHung($"did not answer for {limit.TotalSeconds:0.#} s");
        Volatile.Write(ref _running, 0);
        return hangs;
    }
}
