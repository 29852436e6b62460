namespace MultiLLM.Server.FunctionalTests.Support;

internal static class Eventually
{
    /// <summary>Waits up to five seconds for something another thread does.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="TrueAsync(Func{bool})"/>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 500; i++)
        {
            if (await condition())
                return;
            await Task.Delay(10);
        }
        Assert.Fail("It has not happened within five seconds.");
    }
}
