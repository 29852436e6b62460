using CsCheck;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Tests.Selection.Understanding.Classifier;

public sealed class TaskModelFileTests
{
    private static readonly byte[] File = BuiltIn();

    [Fact]
    public void Read_BuiltIn_FindsItsFeatures()
    {
        var model = TaskModelFile.Read(File);

        Assert.InRange(model.Features, 50_000, TaskModelFile.MostFeatures);
        Assert.True(model.Find(Word("python")) >= 0);
        Assert.True(model.Find(Word("qqqzzzxxx")) < 0);
        Assert.InRange(model.SureFrom, 0.2f, 0.9f);
    }

    [Fact]
    public void Read_AnyByteChanged_Refused() =>
        Gen.Select(Gen.Int[0, File.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, change) =>
            {
                var damaged = (byte[])File.Clone();
                damaged[at] ^= change;
                Assert.Throws<InvalidDataException>(() => TaskModelFile.Read(damaged));
            },
            iter: 40);

    [Fact]
    public void Read_CutOff_Refused() =>
        Gen.Int[0, File.Length - 1].Sample(length => Assert.Throws<InvalidDataException>(() => TaskModelFile.Read(File.AsSpan(0, length))), iter: 40);

    [Fact]
    public void Read_MoreThanTheFile_Refused() => Assert.Throws<InvalidDataException>(() => TaskModelFile.Read([.. File, 0]));

    [Fact]
    public void Read_OtherVersion_SaysSo()
    {
        var newer = (byte[])File.Clone();
        newer[4]++;

        Assert.Contains("version", Assert.Throws<InvalidDataException>(() => TaskModelFile.Read(newer)).Message);
    }

    private static byte[] BuiltIn()
    {
        using var stream = typeof(TaskModelFile).Assembly.GetManifestResourceStream("task-classifier.bin")!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    private static uint Word(string lowered) => FeatureHash.In(FeatureGroup.Word, lowered.Aggregate(FeatureHash.Start, FeatureHash.Append));
}
