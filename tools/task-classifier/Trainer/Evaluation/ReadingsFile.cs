using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>
/// How prompts were read by models that had not seen them, for measurements in which the classifier's errors shall count. One prompt a line: the digest of
/// its text, the chances of the tasks and of the difficulties in thousandths.
/// </summary>
internal static class ReadingsFile
{
    public static void Write(string path, IEnumerable<Scored> scored, float taskTemperature, float levelTemperature) => File.WriteAllLines(path, scored.Select(one =>
        $"{XxHash64.HashToUInt64(MemoryMarshal.AsBytes(one.Label.Prompt.AsSpan())):x16} {Thousandths(one.TaskChances(taskTemperature))} {Thousandths(one.LevelChances(levelTemperature))}"));

    private static string Thousandths(double[] chances) => string.Join(',', chances.Select(chance => (int)Math.Round(chance * 1000)));
}
