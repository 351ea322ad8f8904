// A stand-in for SwiftUI, for type-checking our screens where there is no Mac. Declarations only, written from the public
// documentation; it draws nothing, and what it declares wrongly it proves wrongly. Only what our screens use is here.
@_exported import Foundation
@_exported import Observation

@MainActor @preconcurrency
public protocol View {
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}

extension Never: View {
    public var body: Never { fatalError("never drawn") }
}

/// A view that is made of nothing else.
public protocol Primitive: View where Body == Never {}
extension Primitive {
    public var body: Never { fatalError("never drawn") }
}

public struct EmptyView: Primitive { public nonisolated init() {} }
public struct Several<each V>: Primitive { nonisolated init(_ views: repeat each V) {} }
public struct Either<A: View, B: View>: Primitive { nonisolated init() {} }
public struct Modified<V: View>: Primitive { nonisolated init() {} }
extension Optional: View where Wrapped: View {
    public var body: Never { fatalError("never drawn") }
}

@resultBuilder
public struct ViewBuilder {
    public static func buildExpression<V: View>(_ view: V) -> V { view }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<V: View>(_ view: V) -> V { view }
    public static func buildBlock<each V: View>(_ views: repeat each V) -> Several<repeat each V> { Several(repeat each views) }
    public static func buildIf<V: View>(_ view: V?) -> V? { view }
    public static func buildEither<A: View, B: View>(first: A) -> Either<A, B> { Either() }
    public static func buildEither<A: View, B: View>(second: B) -> Either<A, B> { Either() }
}

public struct Text: Primitive {
    public nonisolated init(verbatim content: String) {}
    public nonisolated func font(_ font: Font?) -> Text { self }
    public nonisolated func monospacedDigit() -> Text { self }
}

public struct Image: Primitive { public init(systemName: String) {} }
public struct Spacer: Primitive { public init() {} }
public struct Group<Content: View>: Primitive { public init(@ViewBuilder content: () -> Content) {} }
public struct ScrollView<Content: View>: Primitive { public init(@ViewBuilder content: () -> Content) {} }
public struct HStack<Content: View>: Primitive {
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
public struct VStack<Content: View>: Primitive {
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
public struct ViewThatFits<Content: View>: Primitive {
    public init(in axes: Axis.Set = [.horizontal, .vertical], @ViewBuilder content: () -> Content) {}
}
public struct LazyVGrid<Content: View>: Primitive {
    public init(columns: [GridItem], spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
public struct GridItem: Sendable {
    public enum Size: Sendable {
        case adaptive(minimum: CGFloat, maximum: CGFloat = .infinity)
    }
    public init(_ size: Size, spacing: CGFloat? = nil) {}
}
public struct ForEach<Data: RandomAccessCollection, ID: Hashable, Content: View>: Primitive {
    public init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content) {}
}
extension ForEach where Data.Element: Identifiable, ID == Data.Element.ID {
    public init(_ data: Data, @ViewBuilder content: @escaping (Data.Element) -> Content) {}
}
public struct Button<Label: View>: Primitive {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
}
public struct TextField<Label: View>: Primitive {}
extension TextField where Label == Text {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, text: Binding<String>) {}
}

public struct HorizontalAlignment: Sendable {
    public static let leading = Self(), center = Self(), trailing = Self()
}
public struct VerticalAlignment: Sendable {
    public static let top = Self(), center = Self(), firstTextBaseline = Self()
}
public struct Alignment: Sendable {
    public static let leading = Self(), center = Self(), top = Self()
}
public enum Axis: Int8, Sendable {
    case horizontal, vertical
    public struct Set: OptionSet, Sendable {
        public let rawValue: Int8
        public init(rawValue: Int8) { self.rawValue = rawValue }
        public static let horizontal = Set(rawValue: 1), vertical = Set(rawValue: 2)
    }
}
public enum VerticalEdge: Sendable { case top, bottom }
public struct Font: Hashable, Sendable {
    public static let body = Font(), callout = Font(), headline = Font(), title = Font(), title3 = Font()
    public enum TextStyle: Sendable { case largeTitle, body }
    public struct Weight: Hashable, Sendable { public static let medium = Weight(), semibold = Weight() }
    public static func system(size: CGFloat, weight: Weight? = nil) -> Font { Font() }
    public func weight(_ weight: Weight) -> Font { self }
}
