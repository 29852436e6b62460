using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Core.Hosting;

/// <summary>What a state file holds, and how trouble with it is told.</summary>
/// <param name="Type">How it is written.</param>
/// <param name="MaxBytes">A larger file is not one of ours.</param>
/// <param name="IsPossible">Whether the entries can be; called with whatever the file holds.</param>
/// <param name="Holds">For example "measured rates".</param>
/// <param name="WithoutIt">What follows from losing it, as a sentence's end.</param>
internal sealed record StateFormat<T>(JsonTypeInfo<T> Type, long MaxBytes, Func<T, bool> IsPossible, string Holds, string WithoutIt);

/// <summary>
/// A JSON file in the service's home that holds what was learned. Losing it costs that and nothing else, so trouble with it is said once and fails nobody; a
/// file that cannot be understood is set aside, never overwritten. Its one owner calls; not safe from several threads.
/// </summary>
internal sealed partial class StateFile<T>(string path, StateFormat<T> format, ILogger log) where T : class
{
    private bool _writeFailed;

    /// <summary>Null where there is no file, or none that can be used.</summary>
    public T? Read()
    {
        try
        {
            if (File.Exists(path))
                return Parse();
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            SetAside(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, error.Message, format.WithoutIt);
        }
        return null;
    }

    /// <summary>Replaces the file in one step; where that fails nothing stays behind.</summary>
    public void Write(T state)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Replace(JsonSerializer.SerializeToUtf8Bytes(state, format.Type));
            _writeFailed = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_writeFailed)
                LogUnwritable(path, error.Message, format.Holds);
            _writeFailed = true;
        }
    }

    private T Parse()
    {
        if (new FileInfo(path).Length > format.MaxBytes)
            throw new InvalidDataException($"it is larger than {format.MaxBytes} bytes");
        return JsonSerializer.Deserialize(File.ReadAllBytes(path), format.Type) is { } state && format.IsPossible(state)
            ? state
            : throw new InvalidDataException("it holds entries that cannot be");
    }

    private void Replace(byte[] content)
    {
        var unfinished = path + ".tmp";
        try
        {
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished); // the little it took may be the last there was
            throw;
        }
    }

    private void SetAside(string why)
    {
        var aside = path + ".corrupt";
        try
        {
            File.Move(path, aside, overwrite: true);
            LogSetAside(path, format.Holds, why, aside, format.WithoutIt);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, $"{why}; it could not be set aside: {error.Message}", format.WithoutIt);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} does not hold {Content}: {Reason}. It was set aside as {Aside}; {WithoutIt}")]
    private partial void LogSetAside(string path, string content, string reason, string aside, string withoutIt);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be read: {Reason}; {WithoutIt}")]
    private partial void LogUnreadable(string path, string reason, string withoutIt);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}. What is new among {Content} is kept until the service stops")]
    private partial void LogUnwritable(string path, string reason, string content);
}
