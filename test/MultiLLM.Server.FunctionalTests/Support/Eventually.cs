namespace MultiLLM.Server.FunctionalTests.Support;

internal static class Eventually
{
    /// <summary>Waits for something another thread or process does.</summary>
    public static Task TrueAsync(Func<bool> condition, int seconds = 30) => TrueAsync(() => Task.FromResult(condition()), seconds);

    /// <inheritdoc cref="TrueAsync(Func{bool}, int)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds; await Task.Delay(10))
        {
            if (await condition())
                return;
        }
        Assert.Fail($"It has not happened within {seconds} seconds.");
    }
}
