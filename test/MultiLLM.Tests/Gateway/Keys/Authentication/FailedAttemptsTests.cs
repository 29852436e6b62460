using System.Net;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Gateway.Keys.Authentication;

namespace MultiLLM.Tests.Gateway.Keys.Authentication;

public sealed class FailedAttemptsTests
{
    private static readonly IPAddress s_one = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void Note_AnyPace_NeverLetsMoreThroughThanAllowed() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 10_000].Array[1, 200]).Sample((perMinute, pauses) =>
        {
            var time = new FakeTimeProvider();
            var attempts = new FailedAttempts(perMinute, time);
            var (let, minutes) = (0, 0.0);
            foreach (var pause in pauses)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause));
                minutes += pause / 60_000.0;
                if (attempts.Note(s_one) is null)
                    let++;
                Assert.True(let <= perMinute + (perMinute * minutes) + 1e-6, $"{let} in {minutes} minutes");
            }
        });

    [Fact]
    public void Note_AfterTheWaitItNames_LetsThrough()
    {
        var time = new FakeTimeProvider();
        var attempts = new FailedAttempts(3, time);
        while (attempts.Note(s_one) is null)
        {
        }

        time.Advance(attempts.Note(s_one)!.Value + TimeSpan.FromTicks(1));

        Assert.Null(attempts.Note(s_one));
    }

    [Fact]
    public void Note_ManyAddresses_StaysBoundedAndForgetsTheLongestSilent()
    {
        var attempts = new FailedAttempts(1, new FakeTimeProvider());
        Assert.Null(attempts.Note(s_one));
        Assert.NotNull(attempts.Note(s_one));
        for (var i = 0; i < 5000; i++)
            attempts.Note(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));

        Assert.Null(attempts.Note(s_one)); // forgotten, which costs one attempt more
        Assert.NotNull(attempts.Note(s_one));
    }
}
