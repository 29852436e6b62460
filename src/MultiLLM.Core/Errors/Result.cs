using System.Diagnostics.CodeAnalysis;

namespace MultiLLM.Core.Errors;

/// <summary>A value, or the expected failure that took its place.</summary>
public readonly record struct Result<T> where T : notnull
{
    private Result(T? value, Error? error) => (Value, Error) = (value, error);

    public T? Value { get; }
    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Error error) => new(default, error);

    /// <summary>The value; throws the failure as <see cref="MultiLLMException"/>.</summary>
    public T OrThrow() => IsSuccess ? Value : throw new MultiLLMException(Error);
}
