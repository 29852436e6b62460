using System.Reflection;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Tests.Client;

/// <summary>What the service leaves out because there is nothing to say must be readable as just that.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Constructors_WhatMayBeNull_MayBeLeftOut()
    {
        var nullability = new NullabilityInfoContext();
        var wrong = typeof(ChatReply).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Namespace == typeof(ChatReply).Namespace && type.GetMethod("<Clone>$") is not null)
            .SelectMany(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
                .Where(parameter => !parameter.HasDefaultValue && nullability.Create(parameter).WriteState == NullabilityState.Nullable)
                .Select(parameter => $"{type.Name}.{parameter.Name}"));
        Assert.Empty(wrong);
    }
}
