using CsCheck;
using MultiLLM.Core.Prefixes;

namespace MultiLLM.Tests.Prefixes;

public sealed class PrefixSweepTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PrefixRules Rules = new(MaxBytes: 100, MaxAge: TimeSpan.FromDays(7), MaxFiles: 3);

    private static PrefixFile Aged(string name, long bytes, double hours, bool isWhole = true) => new(name, bytes, Now.AddHours(-hours), isWhole);

    private static IEnumerable<string> Victims(PrefixRules rules, params PrefixFile[] files) => PrefixSweep.Victims(files, rules, Now).Select(file => file.Path);

    [Fact]
    public void Victims_WithinTheBounds_None() => Assert.Empty(Victims(Rules, Aged("a", 50, 1), Aged("b", 50, 2)));

    [Fact]
    public void Victims_TooManyBytes_TheLeastRecentlyUsed() =>
        Assert.Equal(["c", "b"], Victims(Rules, Aged("b", 1, 3), Aged("a", 60, 1), Aged("c", 60, 2)));

    [Fact]
    public void Victims_TooManyFiles_TheLeastRecentlyUsed() =>
        Assert.Equal(["d"], Victims(Rules, Aged("d", 1, 4), Aged("a", 1, 1), Aged("b", 1, 2), Aged("c", 1, 3)));

    [Fact]
    public void Victims_TooOld_Go() => Assert.Equal(["old"], Victims(Rules, Aged("old", 1, 24 * 7.1), Aged("young", 1, 24 * 6.9)));

    [Fact]
    public void Victims_BeingWritten_StaysUnlessItsWriterMustBeDead() =>
        Assert.Equal(["dead"], Victims(Rules, Aged("dead", 1, 1, isWhole: false), Aged("alive", 1000, 0.01, isWhole: false)));

    [Fact]
    public void Victims_Off_AllGo() =>
        Assert.Equal(2, Victims(Rules with { MaxBytes = 0 }, Aged("a", 1, 0), Aged("b", 1, 0.01, isWhole: false)).Count());

    [Fact]
    public void Victims_RandomFiles_RestIsWithinTheBoundsAndUsedLater() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 300]).List[0, 12].Sample(drawn =>
        {
            PrefixFile[] files = [.. drawn.Select((file, i) => Aged($"{i}", file.Item1, file.Item2 + (i * 0.001)))];
            var victims = PrefixSweep.Victims(files, Rules, Now);
            var kept = files.Except(victims).ToList();
            Assert.True(kept.Sum(file => file.Bytes) <= Rules.MaxBytes);
            Assert.True(kept.Count <= Rules.MaxFiles);
            Assert.All(kept, file => Assert.True(Now - file.LastUsed <= Rules.MaxAge));
            Assert.All(victims, victim => Assert.All(kept, file => Assert.True(file.LastUsed > victim.LastUsed)));
        });
}
