using MultiLLM.Cli.Commands;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class OutputTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(14_200_000, "14.2 MB")]
    [InlineData(999_600, "1 MB")]
    [InlineData(123_456_789_012, "123 GB")]
    public void Bytes_Number_HasAUnit(long bytes, string expected) => Assert.Equal(expected, Output.Bytes(bytes));

    [Theory]
    [InlineData(13_000_000L, "13M")]
    [InlineData(1_100_000_000L, "1.1B")]
    [InlineData(null, "-")]
    public void Count_Number_HasAUnit(long? count, string expected) => Assert.Equal(expected, Output.Count(count));

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(3599, "59 min")]
    [InlineData(7200, "2 h")]
    [InlineData(864000, "10 days")]
    public void Ago_Seconds_AreRoundedDown(int seconds, string expected) => Assert.Equal(expected, Output.Ago(TimeSpan.FromSeconds(seconds)));
}
