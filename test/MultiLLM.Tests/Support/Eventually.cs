namespace MultiLLM.Tests.Support;

internal static class Eventually
{
    /// <summary>Waits until the condition holds; fails with what was expected after the limit.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what, double seconds = 30) =>
        HoldsAsync(() => Task.FromResult(condition()), what, seconds);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string, double)"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, double seconds = 30)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (!await condition())
        {
            Assert.True(time.GetElapsedTime(start).TotalSeconds < seconds, $"not within {seconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }
    }

    public static bool IsRunning(int processId)
    {
        try
        {
            // a killed child stays a zombie until it is reaped
            return File.ReadAllText($"/proc/{processId}/stat").Split(' ')[2] is not ("Z" or "X");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
