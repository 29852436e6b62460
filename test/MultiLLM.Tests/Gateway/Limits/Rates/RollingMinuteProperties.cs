using CsCheck;
using MultiLLM.Core.Gateway.Limits.Rates;

namespace MultiLLM.Tests.Gateway.Limits.Rates;

public sealed class RollingMinuteProperties
{
    private const long Limit = 20;

    private static readonly Gen<(int Wait, int Want, int Used)[]> History = Gen.Select(Gen.Int[0, 40_000], Gen.Int[1, 12], Gen.Int[0, 12]).Array[1, 120];

    /// <summary>What was used at a moment counts from there on for a whole minute, wherever that minute begins; corrections come at any later time.</summary>
    [Fact]
    public void AnyHistory_NoSixtySecondsHoldMoreThanTheLimit() => History.Sample(
        history =>
        {
            var minute = new RollingMinute();
            var kept = new List<(double At, long Amount)>();
            var open = new Queue<(int Index, long Second)>();
            var now = 0.0;
            foreach (var (wait, want, used) in history)
            {
                now += wait / 1000.0;
                minute.MoveTo((long)now);
                if (open.Count > 0 && used % 3 == 0)
                {
                    var (index, second) = open.Dequeue();
                    var really = Math.Min(used, kept[index].Amount);
                    minute.GiveBack(second, kept[index].Amount - really);
                    kept[index] = (kept[index].At, really);
                }
                if (Limit - minute.Taken < want)
                    continue;
                minute.Take(want);
                open.Enqueue((kept.Count, minute.Second));
                kept.Add((now, want));
                foreach (var (from, _) in kept)
                    Assert.True(kept.Where(one => one.At >= from && one.At < from + 60).Sum(one => one.Amount) <= Limit);
            }
            Assert.InRange(minute.Taken, 0, Limit);
        },
        iter: 2000);

    [Fact]
    public void AnyHistory_SecondsUntil_IsWhenThereIsRoomAgainAndNotLater() => Gen.Select(History, Gen.Int[0, (int)Limit]).Sample(
        (history, atMost) =>
        {
            var minute = new RollingMinute();
            var now = 0.0;
            foreach (var (wait, want, _) in history)
            {
                minute.MoveTo((long)(now += wait / 1000.0));
                if (Limit - minute.Taken >= want)
                    minute.Take(want);
            }
            var seconds = minute.SecondsUntil(atMost);
            var start = minute.Second;
            if (seconds > 0)
            {
                minute.MoveTo(start + seconds - 1);
                Assert.True(minute.Taken > atMost);
            }
            minute.MoveTo(start + seconds);
            Assert.True(minute.Taken <= atMost);
        },
        iter: 2000);
}
