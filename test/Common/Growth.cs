namespace MultiLLM.Tests.Common;

/// <summary>Tells work whose time grows with what it is given from work whose time grows with the square; how quick either is, benchmarks tell.</summary>
internal static class Growth
{
    private const int Times = 16;
    private const int Rounds = 3; // the quickest counts: others may use the machine, too

    /// <summary>So quick that it does not matter.</summary>
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(100);

    /// <summary>Work on 16 times as much may take 64 times as long; its square would be 256 times.</summary>
    /// <param name="large">How much, at most.</param>
    /// <param name="prepare">Makes the work for so much.</param>
    public static void IsLinear(int large, Func<int, Action> prepare)
    {
        var most = Quickest(prepare(large));
        if (most < s_quick)
            return;
        var few = Quickest(prepare(large / Times));
        Assert.True(most < few * (4 * Times), $"{large / Times}: {few}, {large}: {most}");
    }

    private static TimeSpan Quickest(Action work) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        var start = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(start);
    });
}
