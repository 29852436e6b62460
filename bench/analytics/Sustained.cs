namespace MultiLLM.AnalyticsBench;

/// <summary>Records at a steady rate; none may be lost, and the queue must not grow.</summary>
internal static class Sustained
{
    public static async Task MeasureAsync(BenchRig rig, int rate, int seconds)
    {
        var time = TimeProvider.System;
        var source = new Synthetic();
        var before = rig.Writer.Status;
        var (sent, mostWaiting, start) = (0L, 0L, time.GetTimestamp());
        while (time.GetElapsedTime(start).TotalSeconds is var passed && passed < seconds)
        {
            for (var due = (long)(passed * rate); sent < due; sent++)
                rig.Recorder.Record(source.Next(time.GetUtcNow()));
            mostWaiting = Math.Max(mostWaiting, rig.Writer.Status.Waiting);
            await Task.Delay(TimeSpan.FromMilliseconds(2), time);
        }
        var sending = time.GetElapsedTime(start).TotalSeconds;
        while (rig.Writer.Status.Waiting > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        var catchingUp = time.GetElapsedTime(start).TotalSeconds - sending;
        BenchRig.Row($"records sent", $"{sent} in {sending:0.0} s, {sent / sending:0} a second");
        BenchRig.Row($"records lost", $"{rig.Writer.Status.Lost - before.Lost}");
        BenchRig.Row($"most that waited, and time to write the rest", $"{mostWaiting}, {catchingUp:0.00} s");
    }
}
