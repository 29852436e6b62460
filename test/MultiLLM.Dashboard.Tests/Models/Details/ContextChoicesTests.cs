using CsCheck;
using MultiLLM.Dashboard.Models.Details;

namespace MultiLLM.Dashboard.Tests.Models.Details;

public sealed class ContextChoicesTests
{
    [Theory]
    [InlineData(512, 512, new[] { 128, 256, 512 })]
    [InlineData(40_960, 4096, new[] { 1024, 2048, 4096, 8192, 16_384, 32_768, 40_960 })]
    [InlineData(514, null, new[] { 128, 256, 512, 514 })]
    [InlineData(64, null, new[] { 64 })]
    public void Of_TrainedAndUsual_ArePowersOfTwoAndBoth(int trained, int? usual, int[] expected) => Assert.Equal(expected, ContextChoices.Of(trained, usual));

    [Fact]
    public void Of_AnyModel_AreFewAscendingAndNoneBeyondTheTrained() =>
        Gen.Select(Gen.Int[1, 10_000_000], Gen.Int[1, 10_000_000]).Sample((trained, usual) =>
        {
            var choices = ContextChoices.Of(trained, usual);

            Assert.InRange(choices.Count, 1, 8);
            Assert.Equal(choices.Order(), choices);
            Assert.Equal(trained, choices[^1]);
        });
}
