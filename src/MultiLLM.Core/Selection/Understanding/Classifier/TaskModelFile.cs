using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// The classifier's model as a file, little-endian: a head (mark, versions, sizes), calibration, biases, shape weights, steps, the features' keys, their rows, and a checksum
/// of all that. Read strictly: a file that differs in anything is refused.
/// </summary>
internal static class TaskModelFile
{
    /// <summary>"MLTC"</summary>
    public const uint Mark = 0x43544C4D;

    /// <summary>Rises with every change of the file or of what the features mean.</summary>
    public const ushort Version = 1;

    /// <summary>A reading keeps a bit for each on the stack.</summary>
    public const int MostFeatures = 1 << 19;
    private const int HeadBytes = 16;
    private const int ChecksumBytes = sizeof(ulong);

    /// <exception cref="InvalidDataException">The file is damaged or of another version.</exception>
    public static TaskModel Read(ReadOnlySpan<byte> file)
    {
        Require(file.Length > HeadBytes + ChecksumBytes, "is cut off");
        var body = file[..^ChecksumBytes];
        Require(BinaryPrimitives.ReadUInt32LittleEndian(file) == Mark, "is no classifier model");
        Require(BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) == Version, $"is not of version {Version}");
        Require(
            file[6] == TaskModel.Tasks && file[7] == TaskModel.Levels && file[8] == TaskModel.Groups && file[9] == ShapeFeatures.Count && file[10] == 0 && file[11] == 0,
            "is made for other features");
        var features = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        Require(features is > 0 and <= MostFeatures && file.Length == Size(features), "has a size that contradicts its head");
        Require(XxHash64.HashToUInt64(body) == BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumBytes..]), "has a wrong checksum");

        var rest = body[HeadBytes..];
        var calibration = Floats(ref rest, 3);
        var bias = Floats(ref rest, TaskModel.Outputs);
        var shape = Floats(ref rest, ShapeFeatures.Count * TaskModel.Outputs);
        var steps = Floats(ref rest, TaskModel.Groups * TaskModel.Outputs);
        Require(calibration[0] > 0 && calibration[1] > 0 && calibration[2] is >= 0 and <= 1, "has an impossible calibration");
        var keys = new uint[features];
        for (var i = 0; i < features; i++)
        {
            keys[i] = BinaryPrimitives.ReadUInt32LittleEndian(rest[(i * sizeof(uint))..]);
            Require(i == 0 || keys[i] > keys[i - 1], "has features out of order");
        }
        var rows = new sbyte[(features * TaskModel.Outputs) + TaskModel.Lanes];
        MemoryMarshal.Cast<byte, sbyte>(rest[(features * sizeof(uint))..]).CopyTo(rows);
        return new TaskModel(keys, rows)
        {
            TaskTemperature = calibration[0],
            LevelTemperature = calibration[1],
            SureFrom = calibration[2],
            Bias = bias,
            ShapeWeights = shape,
            Steps = steps,
        };
    }

    private static long Size(int features) =>
        HeadBytes + (sizeof(float) * (3 + TaskModel.Outputs + (ShapeFeatures.Count * TaskModel.Outputs) + (TaskModel.Groups * TaskModel.Outputs)))
        + ((long)features * (sizeof(uint) + TaskModel.Outputs)) + ChecksumBytes;

    private static float[] Floats(ref ReadOnlySpan<byte> rest, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(rest[(i * sizeof(float))..]);
            Require(float.IsFinite(values[i]), "has a number that is none");
        }
        rest = rest[(count * sizeof(float))..];
        return values;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidDataException($"The classifier's model {otherwise}.");
    }
}
