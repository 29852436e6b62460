namespace MultiLLM.Server.FunctionalTests.Support;

internal static class Eventually
{
    /// <summary>Waits up to five seconds for something another thread does.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            await Task.Delay(10);
        Assert.True(condition());
    }
}
