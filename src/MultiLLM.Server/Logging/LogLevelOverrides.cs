namespace MultiLLM.Server.Logging;

/// <summary>Log levels set at run time: the last source of configuration, so it wins, and gone with the process.</summary>
internal sealed class LogLevelOverrides : ConfigurationProvider, IConfigurationSource
{
    public const string Section = "Logging:LogLevel";

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <param name="category">Of loggers, a prefix of their names.</param>
    /// <param name="level">Null: as configured.</param>
    public void Put(string category, LogLevel? level)
    {
        var next = new Dictionary<string, string?>(Data, StringComparer.OrdinalIgnoreCase);
        if (level is { } wanted)
            next[$"{Section}:{category}"] = wanted.ToString();
        else
            next.Remove($"{Section}:{category}");
        Data = next; // who reads meanwhile sees the one or the other
        OnReload();
    }
}
