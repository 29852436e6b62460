using CsCheck;
using MultiLLM.Core.Residency.Room;

namespace MultiLLM.Tests.Residency.Room;

public sealed class EvictionPolicyTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<EvictionCandidate> Candidate =
        Gen.Select(Gen.Long[0, 100], Gen.Int[0, 20], Gen.Int[0, 1000], (bytes, cost, age) => new EvictionCandidate(bytes, cost / 4.0, Then.AddSeconds(age)));

    [Fact]
    public void Choose_AnySmallSet_IsAsCheapAsTheBestOfAllSubsets() =>
        Gen.Select(Candidate.Array[0, 10], Gen.Long[-10, 400], Gen.Int[0, 3]).Sample(
            (candidates, bytes, places) =>
            {
                var chosen = EvictionPolicy.Choose(candidates, bytes, places);
                var best = CheapestOfAll(candidates, bytes, places);
                Assert.Equal(best is null, chosen is null);
                if (chosen is null)
                    return;
                Assert.Equal(chosen.Count, chosen.Distinct().Count());
                Assert.True(Suffices(chosen.Select(i => candidates[i]), bytes, places));
                Assert.Equal(best!.Value, Cost(chosen.Select(i => candidates[i])), 1e-5);
            },
            iter: 5000);

    [Fact]
    public void Choose_AnySet_HoldsNobodyWhoCouldStay() =>
        Gen.Select(Candidate.Array[0, 40], Gen.Long[0, 2000], Gen.Int[0, 2]).Sample(
            (candidates, bytes, places) =>
            {
                var chosen = EvictionPolicy.Choose(candidates, bytes, places) ?? [];
                foreach (var one in chosen)
                    Assert.False(Suffices(chosen.Where(i => i != one).Select(i => candidates[i]), bytes, places), "a model leaves for nothing");
            },
            iter: 300);

    [Fact]
    public void Choose_SixtyFourModels_EndsSoonWithASetThatSuffices()
    {
        var candidates = Enumerable.Range(0, 64).Select(i => new EvictionCandidate(1000 + (i * 37 % 101), 1 + (i * 53 % 97 / 1000.0), Then)).ToArray();

        var chosen = EvictionPolicy.Choose(candidates, 30_000, 1)!;

        Assert.True(Suffices(chosen.Select(i => candidates[i]), 30_000, 1));
        Assert.InRange(chosen.Count, 27, 30);
    }

    [Fact]
    public void Choose_OneLargeModelOrThreeSmallOnes_TheCheaperSet()
    {
        EvictionCandidate[] candidates = [new(100, 5, Then), new(40, 1, Then), new(40, 1, Then), new(40, 1, Then)];

        Assert.Equal([1, 2, 3], EvictionPolicy.Choose(candidates, 110, 1)!.Order());
        Assert.Equal([0], EvictionPolicy.Choose([candidates[0] with { Cost = 2 }, .. candidates[1..]], 100, 1)!);
    }

    [Fact]
    public void Choose_Equals_TheOneUnusedLongestLeaves()
    {
        EvictionCandidate[] candidates = [new(10, 1, Then.AddSeconds(2)), new(10, 1, Then.AddSeconds(1)), new(10, 1, Then.AddSeconds(3))];

        Assert.Equal([1], EvictionPolicy.Choose(candidates, 5, 1)!);
    }

    private static double? CheapestOfAll(EvictionCandidate[] candidates, long bytes, int places)
    {
        double? best = null;
        for (var mask = 0; mask < 1 << candidates.Length; mask++)
        {
            var set = candidates.Where((_, i) => (mask & (1 << i)) != 0).ToList();
            if (Suffices(set, bytes, places) && !(best <= Cost(set)))
                best = Cost(set);
        }
        return best;
    }

    private static bool Suffices(IEnumerable<EvictionCandidate> set, long bytes, int places) => set.Sum(c => c.Bytes) >= bytes && set.Count() >= places;

    private static double Cost(IEnumerable<EvictionCandidate> set) => set.Sum(c => c.Cost);
}
