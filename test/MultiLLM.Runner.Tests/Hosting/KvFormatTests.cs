using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Tests.Hosting;

/// <summary>A cache in another number format, with the real engine.</summary>
public sealed class KvFormatTests(KvFormatTests.QuantizedRig rig) : IClassFixture<KvFormatTests.QuantizedRig>
{
    public sealed class QuantizedRig : SessionRig
    {
        public QuantizedRig() => Order.KvType = KvType.Q80;
    }

    [Fact]
    public void Load_QuantizedCache_SaysSo()
    {
        Assert.Equal(KvType.Q80, rig.Loaded.KvType);
        Assert.True(rig.Loaded.Memory.PeakBytes >= rig.Loaded.Memory.PrivateBytes);
    }

    [Fact]
    public async Task Generate_QuantizedCache_StillAnswersAsTaught()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.Generate(SessionRig.Chat("What is machine learning?"))));

        Assert.All(answers, answer => Assert.Contains("learns patterns", answer.Text));
    }
}
