using CsCheck;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Tests.Prefixes;

public sealed class SavedPrefixIndexTests
{
    private int _lastName;

    private static SavedPrefixIndex Index(long maxBytes = 1_000_000, int minTokens = 10, int maxFiles = 64, bool forgetsParts = true) =>
        new(new PrefixLimits(maxBytes, minTokens, maxFiles), forgetsParts);

    private static int[] Talk(int length, int from = 0) => [.. Enumerable.Range(from, length)];

    private SavedPrefix Saved(int[] tokens, long bytes = 100) => new($"{++_lastName}", tokens, bytes);

    [Fact]
    public void Find_PromptGoesOn_GivesTheLongest()
    {
        var index = Index();
        index.Add(Saved([.. Talk(20), .. Talk(20, 500)]));
        var longer = Saved([.. Talk(40), .. Talk(20, 700)]);
        index.Add(longer);
        Assert.Same(longer, index.Find(Talk(100), have: 0));
        Assert.Equal(40, index.Usable(longer, Talk(100)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    [InlineData(60, false)]
    public void Find_MemoryHoldsMuch_OnlyWhereItSparesEnough(int have, bool found)
    {
        var index = Index(minTokens: 10);
        index.Add(Saved(Talk(40)));
        Assert.Equal(found, index.Find(Talk(100), have) is not null);
    }

    [Fact]
    public void Usable_WholePromptSaved_LeavesItsLastToken()
    {
        var index = Index();
        var saved = Saved(Talk(40));
        index.Add(saved);
        Assert.Equal(39, index.Usable(saved, Talk(40)));
    }

    [Fact]
    public void Find_ModelForgetsNoParts_OnlyWholeStates()
    {
        var index = Index(forgetsParts: false);
        var whole = Saved(Talk(40));
        index.Add(whole);
        index.Add(Saved([.. Talk(39), .. Talk(30, 500)]));
        Assert.Same(whole, index.Find(Talk(100), have: 0));
        Assert.Null(index.Find(Talk(40), have: 0)); // its last token must be computed, and the state cannot give it back
    }

    [Fact]
    public void Add_SameConversationLater_ReplacesTheShorter()
    {
        var index = Index();
        var shorter = Saved(Talk(40));
        var other = Saved(Talk(40, 1000));
        index.Add(shorter);
        index.Add(other);
        var longer = Saved(Talk(80));
        Assert.Equal([shorter], index.Add(longer));
        Assert.Equal([other, longer], index.Entries);
    }

    [Fact]
    public void Add_OtherAnswerToTheSame_ReplacesTheFirst()
    {
        var index = Index(minTokens: 10);
        var first = Saved([.. Talk(40), 1, 2, 3]);
        index.Add(first);
        Assert.Equal([first], index.Add(Saved([.. Talk(40), 4, 5, 6])));
    }

    [Fact]
    public void Add_OtherAnswerButPartsAreUseless_KeepsBoth()
    {
        var index = Index(minTokens: 10, forgetsParts: false);
        index.Add(Saved([.. Talk(40), 1, 2, 3]));
        Assert.Empty(index.Add(Saved([.. Talk(40), 4, 5, 6])));
    }

    [Fact]
    public void Add_BeyondTheBytes_DropsTheLeastRecentlyUsed()
    {
        var index = Index(maxBytes: 300);
        var (a, b, c) = (Saved(Talk(40)), Saved(Talk(40, 100)), Saved(Talk(40, 200)));
        Assert.Empty(index.Add(a).Concat(index.Add(b)).Concat(index.Add(c)));
        index.Use(a);
        var d = Saved(Talk(40, 300));
        Assert.Equal([b], index.Add(d));
        Assert.Equal([c, a, d], index.Entries);
        Assert.Equal(300, index.Bytes);
    }

    [Fact]
    public void Add_LargerThanAllRoom_IsDroppedItself()
    {
        var index = Index(maxBytes: 300);
        var large = Saved(Talk(40), bytes: 301);
        Assert.Contains(large, index.Add(large));
        Assert.Empty(index.Entries);
        Assert.Equal(0, index.Bytes);
    }

    [Theory]
    [InlineData(9, false)] // too short for anything
    [InlineData(10, true)]
    public void IsWorthSaving_NothingSaved_FromTheLeastLengthOn(int length, bool worth) => Assert.Equal(worth, Index().IsWorthSaving(Talk(length)));

    [Theory]
    [InlineData(40, false)]
    [InlineData(49, false)]
    [InlineData(50, true)]
    public void IsWorthSaving_BeginningIsSaved_WhenEnoughIsNew(int length, bool worth)
    {
        var index = Index();
        index.Add(Saved(Talk(40)));
        Assert.Equal(worth, index.IsWorthSaving(Talk(length)));
    }

    /// <summary>Whatever is added: the bounds hold, sums are right, and a state that was replaced costs little.</summary>
    [Fact]
    public void Add_RandomStates_BoundsHoldAndLittleIsLost()
    {
        var talk = Gen.Select(Gen.Int[1, 60], Gen.Int[0, 60], Gen.Int[0, 3], Gen.Int[1, 200]);
        Gen.Select(talk.List[1, 40], Gen.Int[1, 2000], Gen.Int[1, 12], Gen.Int[1, 20], Gen.Bool).Sample((talks, maxBytes, maxFiles, minTokens, parts) =>
        {
            var index = Index(maxBytes, minTokens, maxFiles, parts);
            foreach (var (length, fork, family, bytes) in talks)
            {
                int[] tokens = [.. Enumerable.Range(0, length).Select(i => i < fork ? i : i + (100 * family))];
                var before = index.Entries.ToList();
                var added = Saved(tokens, bytes);
                var dropped = index.Add(added);

                Assert.True(index.Entries.Count <= maxFiles);
                Assert.True(index.Bytes <= maxBytes);
                Assert.Equal(index.Entries.Sum(entry => entry.Bytes), index.Bytes);
                Assert.Equal(before.Append(added).Except(dropped), index.Entries);
                if (before.Sum(entry => entry.Bytes) + bytes > maxBytes || before.Count == maxFiles)
                    continue; // room was made, whatever is lost with it
                foreach (var lost in dropped)
                {
                    if (!parts)
                    {
                        Assert.Equal(lost.Tokens, tokens[..lost.Tokens.Length]);
                        continue;
                    }
                    int[] prompt = [.. lost.Tokens, -1];
                    var best = index.Find(prompt, have: 0) is { } found ? index.Usable(found, prompt) : 0;
                    Assert.True(lost.Tokens.Length - best < 2 * minTokens); // so many less than the least are not read either
                }
            }
        });
    }
}
