using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Hosting;

/// <summary>Well-known variable names, then defaults that depend on where the application lies; names bad values.</summary>
internal sealed class ConfigureMultiLLM(IConfiguration configuration) : IPostConfigureOptions<MultiLLMOptions>, IValidateOptions<MultiLLMOptions>
{
    public void PostConfigure(string? name, MultiLLMOptions options)
    {
        if (Flag("ENABLE_GPU", out var gpu))
            options.EnableGpu = gpu;
        if (Number("MAX_CONCURRENT_MODELS", out var models))
            options.MaxConcurrentModels = (int)models;
        if (Flag("AUTO_UNLOAD_INACTIVE_MODELS", out var unload))
            options.AutoUnloadInactiveModels = unload;
        if (Number("INACTIVE_THRESHOLD_MINUTES", out var minutes))
            options.InactiveThresholdMinutes = minutes;

        options.Home = FullPath(FirstSet(options.Home, configuration["MULTILLM_HOME"], "~/.multillm"));
        for (var i = 0; i < options.ModelFolders.Count; i++)
            options.ModelFolders[i] = FullPath(options.ModelFolders[i], options.Home);
        if (!options.ModelFolders.Contains(options.StoreFolder))
            options.ModelFolders.Add(options.StoreFolder);
        options.CatalogFolder = FullPath(options.CatalogFolder.Length > 0 ? options.CatalogFolder : "catalog.d", options.Home);
        if (options.StarterFolder is null)
        {
            var beside = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "models", "starter"));
            options.StarterFolder = Directory.Exists(beside) ? beside : "";
        }
        else if (options.StarterFolder.Length > 0)
        {
            options.StarterFolder = FullPath(options.StarterFolder);
        }
        options.RunnerPath = options.RunnerPath.Length > 0 ? FullPath(options.RunnerPath) : DefaultRunner();
    }

    public ValidateOptionsResult Validate(string? name, MultiLLMOptions options)
    {
        var errors = new List<string>();
        foreach (var flag in (ReadOnlySpan<string>)["ENABLE_GPU", "AUTO_UNLOAD_INACTIVE_MODELS"])
        {
            if (IsSet(flag) && !Flag(flag, out _))
                errors.Add($"{flag} is \"{configuration[flag]}\"; it takes true or false.");
        }
        if (IsSet("MAX_CONCURRENT_MODELS") && !(Number("MAX_CONCURRENT_MODELS", out var models) && models is >= 1 and <= 64 && models == Math.Floor(models)))
            errors.Add($"MAX_CONCURRENT_MODELS is \"{configuration["MAX_CONCURRENT_MODELS"]}\"; it takes a whole number from 1 to 64.");
        if (IsSet("INACTIVE_THRESHOLD_MINUTES") && !Number("INACTIVE_THRESHOLD_MINUTES", out _))
            errors.Add($"INACTIVE_THRESHOLD_MINUTES is \"{configuration["INACTIVE_THRESHOLD_MINUTES"]}\"; it takes a number of minutes.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string DefaultRunner()
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "runner"));
        var library = Path.Combine(folder, "MultiLLM.Runner.dll");
        var executable = Path.Combine(folder, OperatingSystem.IsWindows() ? "MultiLLM.Runner.exe" : "MultiLLM.Runner");
        return File.Exists(library) || !File.Exists(executable) ? library : executable;
    }

    private static string FullPath(string path, string? basePath = null)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path.Length > 2 ? path[2..] : "");
        return Path.GetFullPath(path, basePath ?? Environment.CurrentDirectory);
    }

    private static string FirstSet(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
                return value;
        }
        return "";
    }

    private bool IsSet(string key) => !string.IsNullOrWhiteSpace(configuration[key]);

    private bool Number(string key, out double value) =>
        double.TryParse(configuration[key], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private bool Flag(string key, out bool value)
    {
        bool? parsed = configuration[key]?.Trim().ToLowerInvariant() switch
        {
            "true" or "1" or "yes" or "on" => true,
            "false" or "0" or "no" or "off" => false,
            _ => null,
        };
        value = parsed ?? false;
        return parsed is not null;
    }
}
