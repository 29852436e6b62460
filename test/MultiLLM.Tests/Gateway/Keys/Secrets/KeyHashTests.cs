using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Tests.Gateway.Keys.Secrets;

public sealed class KeyHashTests
{
    private const int Few = 1000;

    [Fact]
    public void Is_TheSecretItself_AndNoOther()
    {
        var secret = KeySecret.Generate();
        var hash = KeyHash.Of(secret, Few);

        Assert.True(hash.MightBe(secret));
        Assert.True(hash.Is(secret));
        Assert.False(hash.Is(KeySecret.Generate(secret.Prefix)));
    }

    [Fact]
    public void Of_TheSameSecretTwice_IsSaltedDifferently()
    {
        var secret = KeySecret.Generate();
        var (one, other) = (KeyHash.Of(secret, Few), KeyHash.Of(secret, Few));

        Assert.NotEqual(one.Mark, other.Mark);
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.NotEqual(one.Check, other.Check);
    }

    [Fact]
    public void MightBe_WrongSecrets_NearlyAlwaysSaysNo()
    {
        var hash = KeyHash.Of(KeySecret.Generate(), Few);

        // Each passes with a chance of 1 in 65,536.
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => hash.MightBe(KeySecret.Generate())), 0, 5);
    }

    [Fact]
    public void StandIn_SamePrefix_IsTheSameAndMatchesAsSeldom()
    {
        byte[] pepper = [1, 2, 3];
        var (one, again, other) = (KeyHash.StandIn("abcdefgh", pepper), KeyHash.StandIn("abcdefgh", pepper), KeyHash.StandIn("abcdefgh", [4]));

        Assert.Equal(one.Mark, again.Mark);
        Assert.NotEqual(one.Mark, other.Mark);
        Assert.Equal(KeyHash.UsualIterations, one.Iterations);
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => one.MightBe(KeySecret.Generate("abcdefgh"))), 0, 5);
    }
}
