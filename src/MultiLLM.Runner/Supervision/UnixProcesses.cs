using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Supervision;

/// <summary>The system's calls on processes. -1 is an error in errno, posix_spawnp returns it.</summary>
internal static unsafe partial class UnixProcesses
{
    private const string Lib = "libc";

    public const int SigPipe = 13;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int Interrupted = 4; // EINTR
    public const int SetParentDeathSignal = 1; // prctl, Linux
    public const int SetChildSubreaper = 36; // prctl, Linux
    public const nint DefaultAction = 0;

    [LibraryImport(Lib, SetLastError = true)] internal static partial int kill(int process, int signal);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int waitpid(int process, out int status, int options);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int setsid();
    [LibraryImport(Lib)] internal static partial int getppid();
    [LibraryImport(Lib)] internal static partial nint signal(int number, nint action);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int prctl(int option, nuint argument, nuint unused3, nuint unused4, nuint unused5);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int dup2(int from, int to);
    [LibraryImport(Lib, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] internal static partial int open(string path, int flags);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int execvp(byte* file, byte** arguments);
    [LibraryImport(Lib)] internal static partial int posix_spawnp(out int process, byte* file, nint actions, nint attributes, byte** arguments, byte** environment);

    /// <summary>A null-terminated array of null-terminated UTF-8, which is never freed: the process becomes another one, or lives as long.</summary>
    public static byte** Strings(IReadOnlyList<string> texts)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)(texts.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        array[texts.Count] = null;
        return array;
    }

    /// <summary>What a shell would tell of a status of waitpid: the exit code, or 128 and the signal.</summary>
    public static int ExitCodeOf(int status) => (status & 0x7F) is 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
}
