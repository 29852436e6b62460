namespace MultiLLM.Cli.Terminal;

/// <summary>A file that a command is told to read or write. What is wrong with it is the caller's to mend, and said as such.</summary>
internal static class NamedFile
{
    /// <param name="path">Of the file.</param>
    /// <param name="what">Begins the sentence about what is wrong, for example "The prompts".</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CliFailure">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string path, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliFailure(ExitCode.Usage, "unreadable_file", $"{what} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Replaces what is there, once there is something to write; what fails while it is written is a <see cref="CliFailure"/> too.</summary>
    /// <exception cref="CliFailure">It cannot be written.</exception>
    public static Stream Create(string path)
    {
        try
        {
            return new NamedFileStream(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
    }

    public static CliFailure Unwritable(string path, Exception exception) => new(ExitCode.Usage, "unwritable_file", $"{path} cannot be written: {exception.Message}");
}
