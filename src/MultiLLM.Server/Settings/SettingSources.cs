using System.Collections;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Settings;

/// <summary>Where the value of a setting was said.</summary>
internal sealed class SettingSources(IConfiguration configuration)
{
    public const string Default = "default";
    public const string File = "file";
    public const string Variable = "environment";
    public const string CommandLine = "command_line";
    public const string Other = "other";

    // Variables with a name of their own. Those of the first kind win over everything, those of the second count where nothing else is said.
    private static readonly Dictionary<string, string> s_winning = new()
    {
        ["MultiLLM:EnableGpu"] = "ENABLE_GPU",
        ["MultiLLM:MaxConcurrentModels"] = "MAX_CONCURRENT_MODELS",
        ["MultiLLM:AutoUnloadInactiveModels"] = "AUTO_UNLOAD_INACTIVE_MODELS",
        ["MultiLLM:InactiveThresholdMinutes"] = "INACTIVE_THRESHOLD_MINUTES",
    };

    private static readonly Dictionary<string, string> s_yielding = new()
    {
        ["MultiLLM:Home"] = "MULTILLM_HOME",
        ["MultiLLM:Pull:Endpoint"] = "HF_ENDPOINT",
        ["MultiLLM:Pull:Token"] = "HF_TOKEN",
    };

    private const string PortKey = $"{ServerOptions.Section}:{nameof(ServerOptions.Port)}";
    private const string PortVariable = "PORT";

    /// <summary>The variable to set, a short name where there is one.</summary>
    public static string VariableOf(string key) =>
        s_winning.GetValueOrDefault(key) ?? s_yielding.GetValueOrDefault(key) ?? (key == PortKey ? PortVariable : key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant());

    /// <returns>The kind of source, and its name where it has one.</returns>
    public (string Source, string? Name) Of(string key)
    {
        if (s_winning.TryGetValue(key, out var winning) && IsSet(winning))
            return (Variable, winning);
        if (configuration is IConfigurationRoot root && root.Providers.Reverse().FirstOrDefault(provider => Says(provider, key)) is { } provider)
            return Describe(provider, key);
        return s_yielding.TryGetValue(key, out var yielding) && IsSet(yielding) ? (Variable, yielding) : (Default, null);
    }

    private bool IsSet(string variable) => !string.IsNullOrWhiteSpace(configuration[variable]);

    // An empty text counts as not said, as it does where options are read.
    private static bool Says(IConfigurationProvider provider, string key) =>
        provider.TryGet(key, out var value) ? !string.IsNullOrEmpty(value) : provider.GetChildKeys([], key).Any();

    private static (string Source, string? Name) Describe(IConfigurationProvider provider, string key) => provider switch
    {
        JsonConfigurationProvider { Source: { Path: { } path } source } => (File, source.FileProvider?.GetFileInfo(path).PhysicalPath ?? path),
        EnvironmentVariablesConfigurationProvider => (Variable, NameOf(key)),
        CommandLineConfigurationProvider => (CommandLine, null),
        MemoryConfigurationProvider when key == PortKey => (Variable, PortVariable),
        _ => (Other, null),
    };

    /// <summary>As the person spelled it.</summary>
    private static string NameOf(string key) =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key)
            .FirstOrDefault(name => (name.Replace("__", ":", StringComparison.Ordinal) + ":").StartsWith(key + ":", StringComparison.OrdinalIgnoreCase))
        ?? (key == "urls" ? "ASPNETCORE_URLS" : VariableOf(key));
}
