using System.Globalization;
using System.Security.Cryptography;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>
/// The command and environment of one start, placeholders filled in. What takes a placeholder's place stays inside its argument: nothing is split and no shell
/// is asked, so a blank or a quote in a path is just that.
/// </summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Environment">Added to the basics.</param>
/// <param name="Port">Where it shall listen.</param>
/// <param name="ApiKey">Made for this start; null: the command has no place for one.</param>
internal sealed record ServerCommand(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, int Port, string? ApiKey)
{
    public const string PortNumber = "{port}";
    public const string ModelName = "{model}";
    public const string ModelPath = "{model_path}";
    public const string ContextLength = "{context_length}";
    public const string Slots = "{slots}";

    /// <summary>A key of this start's own, so that no other user of the machine can ask the server.</summary>
    public const string Key = "{api_key}";

    private const int KeyCharacters = 64;

    public static IReadOnlyList<string> Placeholders { get; } = [PortNumber, ModelName, ModelPath, ContextLength, Slots, Key];

    public static ServerCommand Of(ManagedServer server, ModelDefinition model, LoadPlan plan, int port)
    {
        var key = server.Uses(Key) ? RandomNumberGenerator.GetHexString(KeyCharacters, lowercase: true) : null;
        (string Placeholder, string Value)[] values =
        [
            (PortNumber, port.ToString(CultureInfo.InvariantCulture)),
            (ContextLength, plan.ContextLength.ToString(CultureInfo.InvariantCulture)),
            (Slots, plan.Slots.ToString(CultureInfo.InvariantCulture)),
            (Key, key ?? ""),
            (ModelName, server.Model),
            (ModelPath, model.Path),
        ];
        return new ServerCommand(
            [.. server.Command.Select(argument => Filled(argument, values))], server.Environment.ToDictionary(variable => variable.Key, variable => Filled(variable.Value, values)), port, key);
    }

    // From left to right, so that what was put in is not read again.
    private static string Filled(string text, (string Placeholder, string Value)[] values)
    {
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0; at = at < text.Length ? text.IndexOf('{', at) : -1)
        {
            var found = Array.Find(values, value => string.CompareOrdinal(text, at, value.Placeholder, 0, value.Placeholder.Length) == 0);
            if (found.Placeholder is null)
            {
                at++;
                continue;
            }
            text = string.Concat(text.AsSpan(0, at), found.Value, text.AsSpan(at + found.Placeholder.Length));
            at += found.Value.Length;
        }
        return text;
    }
}
