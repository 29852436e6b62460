using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Core.Events;

/// <summary>Events as lines of JSON, the oldest first. A line that was cut off by a kill costs itself only.</summary>
internal static class EventFile
{
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<SystemEvent> Read(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes)
            return [];
        return [.. File.ReadLines(path).Select(Parse).OfType<SystemEvent>().TakeLast(EventLog.Capacity)];
    }

    public static void Append(string path, IEnumerable<SystemEvent> events)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        Write(file, events);
    }

    /// <summary>Leaves only these, in one step.</summary>
    public static void Replace(string path, IEnumerable<SystemEvent> events)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".tmp";
        try
        {
            using (var file = File.Create(unfinished))
                Write(file, events);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static void Write(FileStream file, IEnumerable<SystemEvent> events)
    {
        foreach (var happened in events)
        {
            JsonSerializer.Serialize(file, happened, EventJson.Default.SystemEvent);
            file.WriteByte((byte)'\n');
        }
    }

    private static SystemEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EventJson.Default.SystemEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SystemEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
