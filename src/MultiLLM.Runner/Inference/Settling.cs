namespace MultiLLM.Runner.Inference;

/// <summary>
/// What is worth doing once after a load, in the background and slowly while the model works: memory of the start and the warm-up goes back to the
/// system, and the model's own moves to huge pages.
/// </summary>
internal sealed class Settling : IDisposable
{
    private static readonly TimeSpan AfterLoad = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BesideWork = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEvent _stop = new(false);
    private readonly Func<bool> _isBusy;
    private readonly Thread _thread;

    /// <param name="isBusy">Whether the model is computing.</param>
    public Settling(Func<bool> isBusy)
    {
        _isBusy = isBusy;
        _thread = new Thread(Run) { Name = "settling", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    private void Run()
    {
        if (_stop.WaitOne(AfterLoad))
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!HoldsOneModel || !OperatingSystem.IsLinux())
            return;
        try
        {
            CodePages.Release();
            if (HugePages.AreAvailable)
                new HugePages(GoesOn).Promote();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Memory stays as the load left it: {e.Message}");
        }
    }

    // Pages of a model that is being freed must not be moved; a process of the runner's own never has another one.
    private static bool HoldsOneModel => System.Reflection.Assembly.GetEntryAssembly() == typeof(Settling).Assembly;

    private bool GoesOn() => !_stop.WaitOne(_isBusy() ? BesideWork : TimeSpan.Zero);

    /// <summary>To be called before the model is freed: pages are moved to addresses that must still be its own.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }
}
